import { serveBenchTasks } from './bench-tasks';

serveBenchTasks();
