import './schemas';
import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import '@xyflow/react/dist/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './families.css';
import './global.css';
import { startOwnRun } from './live/own-run';
import { startQueue } from './live/queue';
import { startSession } from './live/session';
import { startLanguage } from './messages';
import { keepDrafts, restoreDraft } from './state/draft';
import { theme } from './theme';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element “root”.');

startLanguage();
restoreDraft();
void keepDrafts();
startSession();
startQueue();
startOwnRun();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
