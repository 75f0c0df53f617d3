import { withAbsoluteFiles } from '../../src/doctor/absolute-files';
import { readFiles } from '../limits/memory-source';

test('files of a process have their whole names, in options, gaps and notes', () => {
  const files = {
    '/srv/app.ini': '[uwsgi]\nini = ./base.ini\nini = /etc/base.ini\nini = gone.ini',
    '/srv/./base.ini': '[uwsgi]\nvacuum = true',
    '/etc/base.ini': '[uwsgi]\nmaster = true',
  };
  const { options, steps, notes } = withAbsoluteFiles(readFiles(files), '/srv');
  const placesOf = options.map(({ name, origin }) => [
    name,
    origin.kind === 'file' ? origin.file : origin.kind,
  ]);
  expect(placesOf).toEqual([
    ['ini', 'command line'],
    ['ini', '/srv/app.ini'],
    ['vacuum', '/srv/./base.ini'],
    ['ini', '/srv/app.ini'],
    ['master', '/etc/base.ini'],
    ['ini', '/srv/app.ini'],
  ]);
  const at = { kind: 'file', file: '/srv/app.ini', line: 4 };
  expect(steps).toContainEqual({
    kind: 'gap',
    gap: { reason: expect.stringContaining('gone.ini') as string, origin: at },
  });
  expect(notes).toEqual([{ text: 'gone.ini cannot be read: it does not exist', origin: at }]);
});
