import { serveBenchTasks } from './bench-command';

serveBenchTasks();
