import { serveStageOrders } from '../stage/stage-process';

serveStageOrders();
