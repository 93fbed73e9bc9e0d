import { serveStudyOrders } from '../studies/run-process';

serveStudyOrders();
