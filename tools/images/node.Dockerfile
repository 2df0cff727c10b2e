# Node.js and the few files it needs: no shell, no package manager. The context is the folder that tools/images/build.ts fills.
FROM scratch
COPY . /
ENV PATH=/usr/bin
USER 65532:65532
