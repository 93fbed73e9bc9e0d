import './schemas';
import '@mantine/core/styles.css';
import '@xyflow/react/dist/style.css';
import './styles.css';

// Code that the start shares with the panels is in chunks that run before this module. It creates schemas, so it is loaded
// after the setting of `schemas.ts`.
void import('./start');
