export interface NextCommandsInput {
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly dir: string;
}

/** What to try next, ready to be copied into another terminal. */
export function nextCommands({ kubectl, kubeconfig, dir }: NextCommandsInput, { upgradeTo }: { readonly upgradeTo?: string | undefined }): string[] {
  const upgrade = upgradeTo
    ? [
        '  # upgrade: the control plane first, then the workers',
        `  ${kubectl} patch kubeadmcontrolplane quickstart-control-plane --type merge -p '{"spec":{"version":"${upgradeTo}"}}'`,
        `  ${kubectl} patch machinedeployment quickstart-workers --type merge -p '{"spec":{"template":{"spec":{"version":"${upgradeTo}"}}}}'`,
        '',
      ]
    : [];
  return [
    '',
    'Try in another terminal:',
    '',
    `  export KUBECONFIG=${kubeconfig}`,
    `  ${kubectl} get clusters,kubeadmcontrolplanes,machinedeployments,machines`,
    '',
    '  # the workload cluster itself',
    `  ${kubectl} get secret quickstart-kubeconfig -o jsonpath='{.data.value}' | base64 -d > /tmp/quickstart.kubeconfig`,
    `  ${kubectl} --kubeconfig /tmp/quickstart.kubeconfig get nodes,pods -A`,
    '',
    '  # scale workers and control plane',
    `  ${kubectl} scale machinedeployment quickstart-workers --replicas 5`,
    `  ${kubectl} scale kubeadmcontrolplane quickstart-control-plane --replicas 3`,
    '',
    ...upgrade,
    '  # delete a Machine and see it replaced; delete the Cluster and see everything go',
    `  ${kubectl} delete machine $(${kubectl} get machines -l cluster.x-k8s.io/deployment-name=quickstart-workers -o jsonpath='{.items[0].metadata.name}')`,
    `  ${kubectl} delete cluster quickstart`,
    '',
    `Logs of the services are in ${dir}/logs. make quickstart-down removes everything.`,
    '',
  ];
}
