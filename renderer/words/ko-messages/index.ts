import { koFaults } from '../ko-faults';
import { koRequests } from './requests';

/** The engine's messages in Korean. */
export const koMessages = { ...koFaults, ...koRequests };
