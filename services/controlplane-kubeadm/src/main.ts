import { runService } from '@clusterwright/controller-runtime/service/run-service';
import { service } from './service.ts';

await runService(service);
