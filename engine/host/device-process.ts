import { tryDevices } from '../backend/devices';

process.stdout.write(JSON.stringify(await tryDevices()));
