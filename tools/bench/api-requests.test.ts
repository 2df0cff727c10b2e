import { byVerbAndResource, conflicts, parseRequestTotals, refused, requestsBetween, total } from './api-requests.ts';

const line = (verb: string, resource: string, code: string, rest: { count: number; group?: string; subresource?: string }): string =>
  `apiserver_request_total{code="${code}",component="apiserver",dry_run="",group="${rest.group ?? 'cluster.x-k8s.io'}",resource="${resource}",scope="resource",subresource="${rest.subresource ?? ''}",verb="${verb}",version="v1beta2"} ${String(rest.count)}`;

test('watches, leases, housekeeping and paths without a resource are left out', () => {
  const metrics = [
    '# HELP apiserver_request_total x',
    line('PATCH', 'machines', '200', { count: 3, subresource: 'status' }),
    line('WATCH', 'machines', '200', { count: 5 }),
    line('PUT', 'leases', '200', { count: 9, group: 'coordination.k8s.io' }),
    line('GET', 'flowschemas', '200', { count: 9, group: 'flowcontrol.apiserver.k8s.io' }),
    line('GET', '', '200', { count: 9, group: '' }),
    line('GET', 'ipaddresses', '200', { count: 2, group: 'ipam.cluster.x-k8s.io' }),
  ].join('\n');
  expect(parseRequestTotals(metrics)).toEqual([
    { verb: 'PATCH', resource: 'machines/status', code: '200', count: 3 },
    { verb: 'GET', resource: 'ipaddresses', code: '200', count: 2 },
  ]);
});

test('two readings give what happened in between', () => {
  const before = parseRequestTotals([line('PATCH', 'machines', '200', { count: 3 }), line('GET', 'machines', '200', { count: 1 })].join('\n'));
  const after = parseRequestTotals([line('PATCH', 'machines', '200', { count: 7 }), line('PATCH', 'machines', '409', { count: 2 }), line('PATCH', 'machines', '500', { count: 1 }), line('GET', 'machines', '200', { count: 1 })].join('\n'));
  const between = requestsBetween(before, after);
  expect(total(between)).toBe(7);
  expect(conflicts(between)).toBe(2);
  expect(refused(between)).toBe(1);
  expect(byVerbAndResource(between)).toEqual([{ verb: 'PATCH', resource: 'machines', count: 7 }]);
});
