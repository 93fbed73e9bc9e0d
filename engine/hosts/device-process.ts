import { tryDevices } from '../backends/devices';

process.stdout.write(JSON.stringify(await tryDevices()));
