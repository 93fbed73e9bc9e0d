import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Hardware } from '../../../engine/contract/hardware';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { formatBytes, formatSecondsPerStep } from '../../words/format';
import { client, session } from '../../session/session';

/** Interval between two requests, in milliseconds. */
const every = 2000;

/** Hardware and load of the engine: backend, memory, step time. */
export function HardwareStrip() {
  const m = useMessages();
  const [hardware, setHardware] = useState<Hardware>();
  const connected = useStore(session, ({ connection }) => connection === 'connected');
  const status = useStore(session, ({ log }) => log?.status);
  const detail = useStore(session, ({ backends }) => backends?.find(({ name }) => name === status?.backend)?.detail);
  useEffect(() => {
    if (!connected) return undefined;
    const look = () =>
      void client
        .request('hardware', {})
        .then(setHardware)
        // A disconnected engine is asked again later.
        .catch(() => undefined);
    look();
    const looking = setInterval(look, every);
    return () => clearInterval(looking);
  }, [connected]);
  const gpus = hardware?.gpus.map(({ name, usedBytes, totalBytes, percent }) => {
    const memory = usedBytes !== null && totalBytes !== null;
    return [
      name,
      memory && m.hardware.gpuMemory(formatBytes(usedBytes), formatBytes(totalBytes)),
      percent !== null && `${percent} %`,
    ]
      .filter(Boolean)
      .join(', ');
  });
  const facts: (readonly [string, string | undefined])[] = [
    [
      m.hardware.backend,
      status?.backend && [status.backend, detail && messageText(detail)].filter(Boolean).join(' – '),
    ],
    [m.hardware.stepTime, status?.secondsPerStep ? formatSecondsPerStep(status.secondsPerStep) : undefined],
    [m.hardware.gpu, gpus?.join('; ') || undefined],
    [m.hardware.engine, hardware && formatBytes(hardware.processBytes)],
    [m.hardware.tensors, hardware && m.hardware.tensorMemory(formatBytes(hardware.tensorBytes), hardware.tensors)],
    [
      m.hardware.machine,
      hardware &&
        m.hardware.machineMemory(formatBytes(hardware.freeBytes), formatBytes(hardware.machineBytes), hardware.cores),
    ],
  ];
  return (
    <dl className="hardware" aria-label={m.hardware.label} data-testid="hardware">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name} title={value}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
