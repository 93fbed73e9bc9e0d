import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startEstimates } from './session/estimate';
import { startIntroduction } from './session/introduction';
import { startLessons } from './session/lesson';
import { startOwnRun } from './session/own-run';
import { startQueue } from './session/queue';
import { startRunningStudies } from './session/running-studies';
import { startSession } from './session/session';
import { startLanguage } from './words';
import { keepDrafts, restoreDraft } from './documents/draft';
import { theme } from './ui/theme';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element “root”.');

startLanguage();
restoreDraft();
void keepDrafts();
startSession();
startQueue();
startRunningStudies();
startOwnRun();
startEstimates();
startIntroduction();
startLessons();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
