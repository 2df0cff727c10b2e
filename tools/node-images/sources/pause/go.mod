module clusterwright.dev/tools/node-images/pause

go 1.26.0
