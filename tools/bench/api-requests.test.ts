import { byVerbAndResource, conflicts, parseRequestTotals, refused, requestsBetween, total } from './api-requests.ts';

const line = (verb: string, resource: string, code: string, count: number, group = 'cluster.x-k8s.io', subresource = ''): string =>
  `apiserver_request_total{code="${code}",component="apiserver",dry_run="",group="${group}",resource="${resource}",scope="resource",subresource="${subresource}",verb="${verb}",version="v1beta2"} ${String(count)}`;

test('watches, leases, housekeeping and paths without a resource are left out', () => {
  const metrics = [
    '# HELP apiserver_request_total x',
    line('PATCH', 'machines', '200', 3, undefined, 'status'),
    line('WATCH', 'machines', '200', 5),
    line('PUT', 'leases', '200', 9, 'coordination.k8s.io'),
    line('GET', 'flowschemas', '200', 9, 'flowcontrol.apiserver.k8s.io'),
    line('GET', '', '200', 9, ''),
    line('GET', 'ipaddresses', '200', 2, 'ipam.cluster.x-k8s.io'),
  ].join('\n');
  expect(parseRequestTotals(metrics)).toEqual([
    { verb: 'PATCH', resource: 'machines/status', code: '200', count: 3 },
    { verb: 'GET', resource: 'ipaddresses', code: '200', count: 2 },
  ]);
});

test('two readings give what happened in between', () => {
  const before = parseRequestTotals([line('PATCH', 'machines', '200', 3), line('GET', 'machines', '200', 1)].join('\n'));
  const after = parseRequestTotals([line('PATCH', 'machines', '200', 7), line('PATCH', 'machines', '409', 2), line('PATCH', 'machines', '500', 1), line('GET', 'machines', '200', 1)].join('\n'));
  const between = requestsBetween(before, after);
  expect(total(between)).toBe(7);
  expect(conflicts(between)).toBe(2);
  expect(refused(between)).toBe(1);
  expect(byVerbAndResource(between)).toEqual([{ verb: 'PATCH', resource: 'machines', count: 7 }]);
});
