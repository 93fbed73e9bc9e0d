import { serveDeviceReport } from '../backends/devices';

serveDeviceReport();
