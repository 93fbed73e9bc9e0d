import { ActionIcon, Button, Modal, Progress, Select, Tooltip } from '@mantine/core';
import { IconPresentation } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { StageFacts } from '../../../engine/contract/stage';
import { presets } from '../../documents/presets';
import { CheckpointChoice } from '../../insides/CheckpointChoice';
import { StageInsides } from '../../insides/StageInsides';
import { lessonState } from '../../session/lesson';
import { noteStageAct } from '../../session/lesson-facts';
import { ownRun } from '../../session/own-run';
import { isActive } from '../../session/run-log';
import { session, train } from '../../session/session';
import { stageSound } from './sound';
import type { Answerer } from '../../stage/answerer';
import { Stage } from '../../stage/Stage';
import { closeDialog, setProjector, usePanels } from '../../ui/panels';
import { useLanguage, useMessages } from '../../words';
import { presetTexts } from '../../words/presets';
import { PresentLesson } from '../lessons/LessonPanel';
import { clientAnswerer } from './client-answerer';
import { SaveScene } from './SaveScene';
import { useStageRuns, type StageRun } from './stage-runs';

/** The stage over the whole window, beside the open lesson. */
export function StagePanel() {
  const opened = usePanels((state) => state.dialog === 'stage');
  return (
    <Modal.Root opened={opened} onClose={() => closeDialog()} fullScreen transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content className="stage-panel">{opened && <Opened />}</Modal.Content>
    </Modal.Root>
  );
}

function Opened() {
  const m = useMessages();
  const [sound] = useState(stageSound);
  useEffect(() => () => sound.pause(), [sound]);
  const lesson = useStore(lessonState, ({ open }) => open !== undefined);
  const ofLesson = useStore(lessonState, ({ open }) => open?.runs.at(-1)?.run);
  const runs = useStageRuns();
  const asked = usePanels((state) => state.stageOf);
  const projector = usePanels((state) => state.projector);
  const own = useStore(ownRun, ({ log }) => (log?.status.result ? log.status.run : undefined));
  const [chosen, setChosen] = useState(asked);
  const [checkpoint, setCheckpoint] = useState<string>();
  const known = runs?.find(({ run }) => run === (chosen ?? own ?? ofLesson)) ?? runs?.[0];
  const run = chosen ?? known?.run;
  const answerer = useMemo(() => (run === undefined ? undefined : clientAnswerer(run)), [run]);
  return (
    <>
      {lesson && (
        <aside className="stage-lesson">
          <PresentLesson />
        </aside>
      )}
      <div className="stage-side" tabIndex={-1} data-autofocus>
        <Modal.Header className="stage-header" role="presentation">
          <Modal.Title>{m.stage.title}</Modal.Title>
          {run !== undefined && <RunChoice runs={runs ?? []} run={run} onRun={setChosen} />}
          {answerer && <RunCheckpoints key={run} {...{ answerer, checkpoint }} onChoose={setCheckpoint} />}
          <span className="stage-space" />
          <Tooltip label={m.view.projector}>
            <ActionIcon aria-label={m.view.projector} aria-pressed={projector} onClick={() => setProjector(!projector)}>
              <IconPresentation size={18} />
            </ActionIcon>
          </Tooltip>
          <Modal.CloseButton aria-label={m.close} />
        </Modal.Header>
        <Modal.Body className="stage-body">
          {runs && (
            <Stage
              answerer={answerer}
              sound={sound}
              {...(checkpoint !== undefined && { checkpoint })}
              untrained={<TrainFirst />}
              predictFirst={lesson}
              onAct={noteStageAct}
              {...(answerer && {
                inside: (part, view) => <StageInsides {...{ answerer, part, view, checkpoint }} />,
              })}
              tools={(moment) => <SaveScene {...moment} />}
            />
          )}
        </Modal.Body>
      </div>
    </>
  );
}

interface RunCheckpointsProps {
  readonly answerer: Answerer;
  readonly checkpoint: string | undefined;
  readonly onChoose: (checkpoint: string | undefined) => void;
}

/** Slider over the saved checkpoints of a run. The stage answers with the weights of that time. */
function RunCheckpoints({ answerer, checkpoint, onChoose }: RunCheckpointsProps) {
  const [checkpoints, setCheckpoints] = useState<StageFacts['checkpoints']>([]);
  useEffect(() => {
    let current = true;
    // The stage itself shows why a run has no facts.
    answerer.facts().then(
      (facts) => current && setCheckpoints(facts.checkpoints),
      () => undefined,
    );
    return () => {
      current = false;
      onChoose(undefined);
    };
  }, [answerer, onChoose]);
  return <CheckpointChoice checkpoints={checkpoints} chosen={checkpoint} onChoose={onChoose} />;
}

interface RunChoiceProps {
  readonly runs: readonly StageRun[];
  readonly run: string;
  readonly onRun: (run: string) => void;
}

function RunChoice({ runs, run, onRun }: RunChoiceProps) {
  const m = useMessages().stage;
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const known = runs.some((each) => each.run === run) ? runs : [{ run, title: run }, ...runs];
  return (
    <Select
      className="stage-run"
      size="xs"
      aria-label={m.run}
      data={known.map((each) => ({
        value: each.run,
        label: each.changed === undefined ? each.title : `${each.title} · ${time.format(each.changed)}`,
      }))}
      value={run}
      allowDeselect={false}
      searchable={known.length > 8}
      onChange={(value) => value !== null && onRun(value)}
    />
  );
}

/** Offers to train the first preset if there is no model, and shows the progress of the training. */
function TrainFirst() {
  const m = useMessages().stage;
  const log = useStore(session, (state) => state.log);
  const starting = useStore(session, (state) => state.starting);
  const [preset] = presets;
  const title = preset ? presetTexts(preset.name, preset.document).title : '';
  if (log !== undefined && isActive(log)) {
    const { step, steps, title: running } = log.status;
    const percent = steps === 0 ? 0 : Math.floor((100 * step) / steps);
    return (
      <div className="stage-untrained" role="status">
        <span>{m.training(running, percent)}</span>
        <Progress value={percent} aria-label={m.training(running, percent)} />
      </div>
    );
  }
  return (
    <div className="stage-untrained">
      <p>{m.noRun}</p>
      <Button loading={starting} onClick={() => preset && void train(preset.document)}>
        {m.noneLike(title)}
      </Button>
    </div>
  );
}
