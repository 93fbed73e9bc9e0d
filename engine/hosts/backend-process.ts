import { serveBackendReports } from '../backends/find-backends';

void serveBackendReports();
