import { Button, SegmentedControl, Slider, Switch } from '@mantine/core';
import { useMessages } from '../words';
import { failsThroughout, modalities, turned, type Fault, type Faults, type Modality } from './faults';
import { modalityGlyph, stateGlyph } from './look';

interface Props {
  readonly faults: Faults;
  readonly onFault: (modality: Modality, fault: Fault) => void;
  /** Selectable strengths of noise; any by default. */
  readonly strengths?: readonly number[] | undefined;
}

/** Maximum noise of a question. */
const strongest = 5;

/** “Microphone fails” and “Camera fails”: the whole clip or chosen seconds, with silence or noise. */
export function Switches({ faults, onFault, strengths }: Props) {
  return (
    <div className="stage-switches">
      {modalities.map((modality) => (
        <DeviceSwitch
          key={modality}
          modality={modality}
          fault={faults[modality]}
          onFault={(fault) => onFault(modality, fault)}
          strengths={strengths}
        />
      ))}
    </div>
  );
}

interface DeviceProps {
  readonly modality: Modality;
  readonly fault: Fault;
  readonly onFault: (fault: Fault) => void;
  readonly strengths: readonly number[] | undefined;
}

function DeviceSwitch({ modality, fault, onFault, strengths }: DeviceProps) {
  const m = useMessages().stage;
  return (
    <div className="stage-switch" data-modality={modality} data-state={fault.on ? fault.kind : 'real'}>
      <div className="stage-switch-head">
        <Switch
          size="md"
          label={
            <>
              <span aria-hidden>{modalityGlyph[modality]} </span>
              {m.fails[modality]}
            </>
          }
          checked={fault.on}
          onChange={({ currentTarget: { checked } }) => onFault(turned(fault, checked))}
        />
        {fault.on && !failsThroughout(fault) && (
          <Button size="compact-xs" variant="default" onClick={() => onFault(turned(fault, true))}>
            {m.wholeClip}
          </Button>
        )}
      </div>
      <SegmentedControl
        size="xs"
        aria-label={m.kindOf[modality]}
        value={fault.kind}
        disabled={!fault.on}
        data={(['missing', 'noisy'] as const).map((kind) => ({
          value: kind,
          label: `${stateGlyph[kind]} ${m.kind[kind]}`,
        }))}
        onChange={(kind) => onFault({ ...fault, kind })}
      />
      {fault.on && fault.kind === 'noisy' && (
        <Slider
          size="sm"
          min={0}
          max={strengths ? Math.max(...strengths) : strongest}
          step={0.25}
          {...(strengths && { marks: strengths.map((value) => ({ value })), restrictToMarks: true })}
          value={fault.strength}
          label={(value) => value.toFixed(2)}
          thumbLabel={m.strength[modality]}
          thumbProps={{ 'aria-valuetext': m.strengthOf(fault.strength.toFixed(2)) }}
          onChange={(strength) => onFault({ ...fault, strength })}
        />
      )}
    </div>
  );
}
