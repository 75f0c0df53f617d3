/** Files of a process by their whole names: `app.ini` says little where several of them run. */
import type { Configuration, Origin, Step } from '../limits/configuration';

export function withAbsoluteFiles(configuration: Configuration, startDirectory: string): Configuration {
  const folder = startDirectory.replace(/\/$/, '');
  const absolute = (origin: Origin): Origin =>
    origin.kind === 'file' && !origin.file.startsWith('/')
      ? { ...origin, file: `${folder}/${origin.file}` }
      : origin;
  const placed = <Told extends { readonly origin: Origin | undefined }>(told: Told): Told =>
    told.origin === undefined ? told : { ...told, origin: absolute(told.origin) };
  const steps = configuration.steps.map((step): Step =>
    step.kind === 'gap'
      ? { kind: 'gap', gap: placed(step.gap) }
      : { kind: 'option', option: { ...step.option, origin: absolute(step.option.origin) } },
  );
  const options = steps.flatMap((step) => (step.kind === 'option' ? [step.option] : []));
  return { ...configuration, steps, options, notes: configuration.notes.map(placed) };
}
