import { serveStudyOrders } from '../experiment/run-process';

serveStudyOrders();
