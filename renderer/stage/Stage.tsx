import { SegmentedControl, Switch } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconArrowBackUp, IconChevronRight, IconDice5 } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { StageAct } from '../../graph-nodes/lesson/check';
import type { StageAnswer, StageFacts, StageQuestion, StageVariant } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { AnswerBars } from './AnswerBars';
import type { Answerer } from './answerer';
import { Arrange } from './Arrange';
import {
  changed,
  choicesOf,
  drawnScene,
  heldOut,
  isChanged,
  questionOf,
  restored,
  withoutPlayer,
  withScene,
  type Asked,
} from './asking';
import {
  devices,
  failuresOf,
  lostSeconds,
  modalities,
  workingFaults,
  type Fault,
  type Faults,
  type Modality,
} from './faults';
import { Overview } from './Overview';
import { recalls, type StagePart } from './overview';
import { Prediction, Verdict } from './Prediction';
import { QuestionChoice } from './QuestionChoice';
import { recallOf, type Recall } from './recalled';
import { SceneView } from './SceneView';
import type { ScenePicture } from './scene-svg';
import { answerSentence, sceneSentence } from './sentence';
import type { Heard, StageSound } from './sound/stage-sound';
import { Strip } from './Strip';
import { Switches } from './Switches';
import { StageTool, Transport } from './Transport';
import { useAnswers } from './use-answers';
import { useClock, useSecond } from './use-clock';

/** Controls that a lesson can hide. */
export const stageControls = ['switches', 'questions', 'arrange', 'predict', 'overview', 'scenes', 'strip'] as const;
export type StageControl = (typeof stageControls)[number];

/** Current state of a stage, for the parts around it. */
export interface StageView {
  /** Undefined if no model is trained. */
  readonly facts: StageFacts | undefined;
  readonly asked: Asked;
  readonly faults: Faults;
  /** Last answer for the current question. */
  readonly answer: StageAnswer | undefined;
  /** False until the user has made a prediction. */
  readonly revealed: boolean;
  readonly predicted: string | undefined;
  readonly second: number;
}

/** The drawn and audible scene. */
export interface StageMoment {
  readonly picture: Omit<ScenePicture, 'scheme'>;
  readonly heard: Heard;
  readonly time: () => number;
}

export interface StageProps {
  /** Undefined: no model is trained; the scene plays without one. */
  readonly answerer: Answerer | undefined;
  readonly sound: StageSound;
  /** Name of a saved checkpoint; absent: the final weights. */
  readonly checkpoint?: string;
  /** Visible controls; all of them by default. */
  readonly controls?: ReadonlySet<StageControl>;
  /** Failures that can be answered and are nearest to the wanted ones; all by default. @param changed the device that was switched */
  readonly permitted?: (wanted: Faults, before: Faults, changed: Modality) => Faults;
  /** Selectable strengths of noise; any by default. */
  readonly strengths?: readonly number[];
  /** True: the stage asks for a prediction from the start. */
  readonly predictFirst?: boolean;
  /** Index of the held-out question that the stage opens with. */
  readonly question?: number;
  /** Shown instead of the answers while there is no model. */
  readonly untrained?: ReactNode;
  /** Contents of an expanded part of the overview. */
  readonly inside?: (part: StagePart, view: StageView) => ReactNode;
  /** Tools beside the transport, such as those that save the scene. */
  readonly tools?: (moment: StageMoment) => ReactNode;
  readonly onView?: (view: StageView) => void;
  /** Reports actions of the learner, for the tasks of a lesson. */
  readonly onAct?: (act: StageAct) => void;
}

const allControls: ReadonlySet<StageControl> = new Set(stageControls);

/** Facts of an answerer, or the sentence of its error. */
function useFacts(answerer: Answerer | undefined): StageFacts | string | undefined {
  const [facts, setFacts] = useState<{ readonly of: Answerer; readonly facts: StageFacts | string }>();
  useEffect(() => {
    let wanted = true;
    const note = (found: StageFacts | string) => wanted && answerer && setFacts({ of: answerer, facts: found });
    answerer?.facts().then(note, (error: unknown) => note(errorText(error)));
    return () => {
      wanted = false;
    };
  }, [answerer]);
  return facts?.of === answerer ? facts?.facts : undefined;
}

/** Scene, switches, questions and answers of one run. */
export function Stage(props: StageProps) {
  const m = useMessages().stage;
  const facts = useFacts(props.answerer);
  if (props.answerer !== undefined && facts === undefined) return <p className="stage-note muted">{m.waiting}</p>;
  if (typeof facts === 'string') return <p className="stage-note">{m.failed(facts)}</p>;
  return <LoadedStage key={facts?.run ?? ''} {...props} facts={facts} />;
}

type LoadedProps = StageProps & { readonly facts: StageFacts | undefined };

const first = (facts: StageFacts | undefined, question: number): Asked =>
  (facts && (heldOut(facts, question) ?? heldOut(facts, 0))) ?? drawnScene(1, facts);

function LoadedStage(props: LoadedProps) {
  const {
    answerer,
    sound,
    checkpoint,
    controls = allControls,
    facts,
    untrained,
    inside,
    tools,
    onView,
    onAct,
    permitted = (wanted) => wanted,
    strengths,
  } = props;
  const m = useMessages();
  const [index, setIndex] = useState(props.question ?? 0);
  const [seed, setSeed] = useState(1);
  const [asked, setAsked] = useState<Asked>(() => first(facts, index));
  const seconds = asked.scene?.seconds ?? facts?.seconds ?? 1;
  const [faults, setFaults] = useState(() => workingFaults(seconds));
  const [selected, setSelected] = useState<number>();
  const [predictFirst, setPredictFirst] = useState(props.predictFirst ?? false);
  const [predicted, setPredicted] = useState<string>();
  const [shownRecall, setShownRecall] = useState<StageVariant>();
  const clock = useClock(sound);
  const second = useSecond(clock, seconds);

  const run = facts?.run;
  const question = useMemo(
    () => (run === undefined ? undefined : questionOf(run, asked, faults, checkpoint)),
    [run, asked, faults, checkpoint],
  );
  const { answered, error } = useAnswers(answerer, question);
  const answer = answered?.answer;
  const revealed = !predictFirst || predicted !== undefined || asked.truth === undefined;
  const recalled = useMemo(
    () => recallOf(revealed ? answer : undefined, shownRecall, faults),
    [answer, revealed, shownRecall, faults],
  );
  const shows = (control: StageControl): boolean => controls.has(control);

  useSoundOf(sound, asked, faults, recalled.audio);
  const view: StageView = { facts, asked, faults, answer, revealed, predicted, second };
  useEffect(() => onView?.(view));

  function ask(next: Asked): void {
    if (next.text !== asked.text || next.scene !== asked.scene) setPredicted(undefined);
    setAsked(next);
  }
  function showScene(next: Asked): void {
    setSelected(undefined);
    ask(next);
  }
  const { scene } = asked;
  const failures = failuresOf(faults);
  const askOwn = (next: Asked): void => {
    ask(next);
    onAct?.('asked');
  };
  const edit = (next: NonNullable<typeof scene>): void => askOwn(withScene(asked, next));
  const sentence = scene ? sceneSentence(scene, second, faults, recalled.at(second), m) : m.stage.noScene;
  const variants = facts?.variants ?? [];
  const lost = recalls(variants) ? lostSeconds(faults) : [];
  const onFault = (modality: Modality, fault: Fault): void => {
    const next = permitted({ ...faults, [modality]: fault }, faults, modality);
    setFaults(next);
    const failing = modalities.filter((one) => next[one].on);
    const [alone] = failing.length === 1 ? failing : [];
    if (alone && next[alone].kind === 'missing') onAct?.(`${devices[alone]} off`);
  };
  const predict = (answer: string): void => {
    setPredicted(answer);
    onAct?.('predicted');
  };
  const nextSeed = (): void => {
    setSeed(seed + 1);
    showScene(drawnScene(seed + 1, facts));
  };
  const nextQuestion = (): void => {
    const next = (index + 1) % (facts?.questions.length ?? 1);
    setIndex(next);
    if (facts) showScene(heldOut(facts, next) ?? asked);
  };

  return (
    <div className="stage-view" onKeyDown={(event) => pressOnStage(event, clock)}>
      {shows('overview') && <Overview {...{ faults, variants }} inside={inside && ((part) => inside(part, view))} />}
      <div className="stage-columns">
        <section className="stage-left" aria-label={m.stage.parts.scene}>
          {scene ? (
            <SceneView
              {...{ scene, clock, second, faults, sentence, selected }}
              recalled={recalled.at(second)}
              {...(shows('arrange') && {
                arrange: {
                  select: setSelected,
                  move: (player, cell) => edit(changed(scene, player, { cell })),
                  remove: (player) => {
                    edit(withoutPlayer(scene, player));
                    setSelected(undefined);
                  },
                },
              })}
            />
          ) : (
            <p className="stage-note">{m.stage.noScene}</p>
          )}
          <div className="stage-tools">
            {scene && <Transport clock={clock} />}
            {recalled.variants.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={m.stage.showRecall}
                value={recalled.shown ?? ''}
                data={recalled.variants.map((variant) => ({ value: variant, label: m.stage.variants[variant] }))}
                onChange={(variant) => setShownRecall(recalled.variants.find((each) => each === variant))}
              />
            )}
            {shows('scenes') && scene && (
              <>
                <StageTool label={m.stage.newSeed} icon={IconDice5} run={nextSeed} />
                {isChanged(asked) && (
                  <StageTool
                    label={m.stage.restore}
                    icon={IconArrowBackUp}
                    run={() => showScene(restored(asked, facts))}
                  />
                )}
              </>
            )}
            {scene &&
              tools?.({
                picture: { scene, ...failures, recalledAt: recalled.at, title: sentence },
                heard: { scene, failure: failures.audio, recalled: recalled.audio },
                time: () => clock.time,
              })}
          </div>
          {shows('strip') && (
            <Strip
              {...{ scene, seconds, clock, second, faults, recalled }}
              onFault={shows('switches') ? onFault : undefined}
            />
          )}
        </section>
        <section className="stage-right" aria-label={m.stage.answersTitle}>
          {shows('switches') && <Switches {...{ faults, onFault }} strengths={strengths} />}
          {lost.length > 0 && (
            <p className="stage-lost" role="status">
              {lost.length === seconds
                ? m.stage.nothingRecalled
                : m.stage.nothingRecalledIn(lost.map((each) => String(each + 1)))}
            </p>
          )}
          <div className="stage-question">
            <div className="stage-question-head">
              <span className="muted">{sceneTitle(asked, m.stage)}</span>
              <span className="stage-space" />
              {shows('predict') && answerer && (
                <Switch
                  label={m.stage.predictFirst}
                  checked={predictFirst}
                  onChange={({ currentTarget: { checked } }) => {
                    setPredictFirst(checked);
                    setPredicted(undefined);
                  }}
                />
              )}
              {shows('questions') && facts && facts.questions.length > 1 && (
                <StageTool label={m.stage.nextQuestion} icon={IconChevronRight} run={nextQuestion} />
              )}
            </div>
            <h3>{asked.text}</h3>
          </div>
          {answerer === undefined && untrained}
          {answerer !== undefined && (
            <div className="stage-answers" data-answered={answered && failingIn(answered.question)}>
              {!revealed && <Prediction choices={choicesOf(asked)} onPredict={predict} />}
              {revealed && predicted !== undefined && (
                <Verdict {...{ predicted }} truth={asked.truth ?? null} onAgain={() => setPredicted(undefined)} />
              )}
              {revealed && answer && <AnswerBars {...{ answer, variants }} />}
              {revealed && answer && (
                <p className="stage-computed muted">
                  {answer.truth === null && <>{m.stage.noTruth} </>}
                  {answer.milliseconds > 0 && m.stage.computedIn(answer.milliseconds.toFixed(0))}
                </p>
              )}
              {revealed && !answer && error === undefined && question && <p className="muted">{m.stage.waiting}</p>}
              {error !== undefined && <p role="alert">{m.stage.failed(errorText(error))}</p>}
            </div>
          )}
          {shows('questions') && scene && (
            <details className="stage-fold">
              <summary>{m.stage.askOwn}</summary>
              <QuestionChoice asked={asked} onAsk={askOwn} />
            </details>
          )}
          {shows('arrange') && scene && (
            <details className="stage-fold">
              <summary>{m.stage.arrange}</summary>
              <Arrange {...{ scene, selected }} onSelect={setSelected} onScene={edit} />
            </details>
          )}
        </section>
      </div>
      <p className="stage-live" aria-live="polite" data-testid="stage-sentence">
        {asked.text} {scene && deviceSentence(faults, m)} {revealed && answer && answerSentence(answer, variants, m)}
      </p>
    </div>
  );
}

type Messages = ReturnType<typeof useMessages>;

/** Failing devices, for a screen reader. The label of the scene contains the sounds and sights of the second. */
const deviceSentence = (faults: Faults, m: Messages): string =>
  (['audio', 'visual'] as const)
    .filter((modality) => faults[modality].on)
    .map((modality) => `${m.stage.fails[modality]}: ${m.stage.kind[faults[modality].kind]}.`)
    .join(' ');

/** Failing modalities of a question, for tests that wait for its answer. */
const failingIn = ({ audio, visual }: StageQuestion): string =>
  [audio && 'audio', visual && 'visual'].filter(Boolean).join(' ') || 'none';

function sceneTitle(asked: Asked, m: Messages['stage']): string {
  if (asked.scene === null) return m.video(asked.video ?? '');
  return isChanged(asked) ? m.arranged(asked.scene.id) : m.scene(asked.scene.id);
}

/** Sets the sound of the scene, and starts to play unless reduced motion is preferred. */
function useSoundOf(sound: StageSound, { scene }: Asked, faults: Faults, recalled: Recall['audio']): void {
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const started = useRef(false);
  const failure = failuresOf(faults).audio;
  useEffect(() => {
    if (!scene) return;
    const plays = sound.snapshot().playing || (!started.current && !still);
    started.current = true;
    void sound.show({ scene, failure, recalled });
    if (plays && !sound.snapshot().playing) void sound.play();
    // The failure is a new object at each change of the switches.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [sound, scene, faults, recalled]);
}

const interactive = 'button, input, select, textarea, summary, [role="button"], [role="slider"], [role="combobox"]';

/** Space plays and pauses, and arrow keys scrub, unless a control uses the key. */
function pressOnStage(event: KeyboardEvent, clock: ReturnType<typeof useClock>): void {
  if (event.target instanceof Element && event.target.closest(interactive) !== null) return;
  if (event.key === ' ') clock.toggle();
  else if (event.key === 'ArrowRight') clock.seek(clock.time + 1);
  else if (event.key === 'ArrowLeft') clock.seek(clock.time - 1);
  else return;
  event.preventDefault();
}
