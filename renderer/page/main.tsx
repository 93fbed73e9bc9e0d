import '@mantine/core/styles.css';
import '../ui/colours.css';
import '../ui/families.css';
import '../stage/stage.css';
import './page.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StagePage } from '../../engine/contract/stage-page';
import { inlinedSounds, SoundLibrary } from '../stage/sound/library';
import { createStageSound } from '../stage/sound/player';
import { theme } from '../ui/theme';
import { startLanguage } from '../words';
import { embedded } from './embedded';
import { PageStage } from './PageStage';

const root = document.getElementById('stage');
if (root === null) throw new Error('The page has no element “stage”.');

const page = embedded<StagePage>('stage-data');
const sound = createStageSound(new SoundLibrary(inlinedSounds(embedded('stage-sounds'))));

startLanguage();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <PageStage page={page} sound={sound} />
    </MantineProvider>
  </StrictMode>,
);
