import { ActionIcon, Button, RangeSlider, SegmentedControl, Select, Slider, Switch, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { instruments, settings } from '../../graph-nodes/datasets/answers';
import type { PlayerChange } from '../../graph-nodes/datasets/orchestra/arrange';
import type { Player, Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { useMessages } from '../words';
import { changed, endsOf, freeCell, playerLimit, stretchOf, withoutPlayer, withPlayer } from './asking';
import { InstrumentPicture } from './InstrumentPicture';
import { percentOf, playerName } from './names';

interface Props {
  readonly scene: Scene;
  readonly selected: number | undefined;
  readonly onSelect: (index: number | undefined) => void;
  readonly onScene: (scene: Scene) => void;
}

/** Players, setting and voice of a scene, editable by keyboard and mouse. */
export function Arrange({ scene, selected, onSelect, onScene }: Props) {
  const m = useMessages();
  const player = selected === undefined ? undefined : scene.players[selected];
  const names = instruments.map((kind) => ({ value: kind, label: m.stage.answers[kind] }));
  const full = scene.players.length >= playerLimit;
  return (
    <div className="stage-arrange">
      <p className="muted">{m.stage.arrangeHelp}</p>
      <div className="stage-players" role="group" aria-label={m.stage.players}>
        {scene.players.map((each, index) => (
          <Button
            key={index}
            size="compact-sm"
            variant={index === selected ? 'filled' : 'default'}
            aria-pressed={index === selected}
            leftSection={<InstrumentPicture kind={each.kind} />}
            onClick={() => onSelect(index === selected ? undefined : index)}
          >
            {playerName(each, m)}
          </Button>
        ))}
        <Select
          size="xs"
          aria-label={m.stage.addPlayer}
          placeholder={full ? m.stage.mostPlayers(playerLimit) : m.stage.addPlayer}
          data={names}
          value={null}
          searchable
          disabled={full}
          onChange={(value) => {
            const kind = instruments.find((each) => each === value);
            if (kind === undefined) return;
            onScene(withPlayer(scene, kind));
            onSelect(scene.players.length);
          }}
        />
      </div>
      {player && selected !== undefined ? (
        <PlayerForm
          key={selected}
          {...{ scene, player }}
          onChange={(change) => onScene(changed(scene, selected, change))}
          onRemove={() => {
            onScene(withoutPlayer(scene, selected));
            onSelect(undefined);
          }}
        />
      ) : (
        <p className="muted">{m.stage.selectPlayer}</p>
      )}
      <div className="stage-arrange-scene">
        <SegmentedControl
          size="xs"
          aria-label={m.stage.setting}
          value={scene.setting}
          data={settings.map((value) => ({ value, label: m.stage.settings[value] }))}
          onChange={(setting) => onScene({ ...scene, setting })}
        />
        <Stretch label={m.stage.speaks} seconds={scene.voice} onChange={(voice) => onScene({ ...scene, voice })} />
      </div>
    </div>
  );
}

interface PlayerFormProps {
  readonly scene: Scene;
  readonly player: Player;
  readonly onChange: (change: PlayerChange) => void;
  readonly onRemove: () => void;
}

function PlayerForm({ scene, player, onChange, onRemove }: PlayerFormProps) {
  const m = useMessages();
  const name = playerName(player, m);
  return (
    <div className="stage-player-form" role="group" aria-label={name}>
      <div className="stage-player-line">
        <Select
          size="xs"
          aria-label={m.stage.instrumentOf(name)}
          data={instruments.map((kind) => ({ value: kind, label: m.stage.answers[kind] }))}
          value={player.kind}
          allowDeselect={false}
          searchable
          onChange={(value) => {
            const kind = instruments.find((each) => each === value);
            if (kind) onChange({ kind });
          }}
        />
        <Switch
          label={m.stage.hide}
          checked={!player.inView}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ cell: checked ? null : (freeCell(scene) ?? { row: 0, column: 0 }) })
          }
        />
        <Tooltip label={m.stage.removePlayer(name)}>
          <ActionIcon aria-label={m.stage.removePlayer(name)} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <label className="stage-slider">
        <span>{m.stage.loudness}</span>
        <Slider
          size="sm"
          min={0.3}
          max={1}
          step={0.05}
          value={player.loudness}
          thumbLabel={m.stage.loudness}
          label={(value) => `${percentOf(value)} %`}
          onChange={(loudness) => onChange({ loudness })}
        />
      </label>
      <Stretch label={m.stage.stretch} seconds={player.playing} onChange={(playing) => onChange({ playing })} />
    </div>
  );
}

interface StretchProps {
  readonly label: string;
  readonly seconds: readonly boolean[];
  readonly onChange: (seconds: boolean[]) => void;
}

/** The one stretch in which a player or the voice sounds, or none. */
function Stretch({ label, seconds, onChange }: StretchProps) {
  const m = useMessages().stage;
  const ends = endsOf(seconds);
  const last = seconds.length - 1;
  return (
    <div className="stage-slider" role="group" aria-label={label}>
      <Switch
        label={ends ? label : `${label}: ${m.silent}`}
        checked={ends !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? stretchOf(seconds.length, 0, last) : seconds.map(() => false))
        }
      />
      {ends && (
        <RangeSlider
          size="sm"
          min={1}
          max={seconds.length}
          step={1}
          minRange={0}
          value={[ends[0] + 1, ends[1] + 1]}
          label={(value) => m.second(value)}
          thumbFromLabel={`${label}: ${m.from}`}
          thumbToLabel={`${label}: ${m.to}`}
          onChange={([from, to]) => onChange(stretchOf(seconds.length, from - 1, to - 1))}
        />
      )}
    </div>
  );
}
