import { keptSnapshot } from '../../src/model/kept-document';
import { worker, workerDocument } from '../support/documents';

test('a document is kept without its workers, which hold every variable of every request', () => {
  const document = workerDocument([worker()], { pid: 77 });
  expect(keptSnapshot({ kind: 'worker', document })).toEqual({
    kind: 'worker',
    document: { ...document, workers: [] },
  });
});

test('command lines are kept without secrets and control characters', () => {
  const document = workerDocument([], {
    daemons: [{ cmd: 'celery -b redis://:s3c@db/0 \u001b[2J', pid: 7 }],
    crons: [{ minute: -1, command: 'PGPASSWORD=s3c vacuum --all' }, { minute: 5 }],
  });
  const kept = keptSnapshot({ kind: 'worker', document });
  expect(kept.document).toMatchObject({
    daemons: [{ cmd: 'celery -b redis://:***@db/0 ?[2J', pid: 7 }],
    crons: [{ minute: -1, command: 'PGPASSWORD=*** vacuum --all' }, { minute: 5 }],
  });
});

test('so are the places where an emperor looks for vassals', () => {
  const emperor = [
    'pg://host=db user=ann password=s3c dbname=x;SELECT 1',
    'mongodb://ann:s3c@db',
    '/etc/vassals',
  ];
  const document = { version: '2.0.21', pid: 1, emperor, vassals: [] };
  expect(keptSnapshot({ kind: 'emperor', document }).document).toMatchObject({
    emperor: ['pg://host=db user=ann password=*** dbname=x;SELECT 1', 'mongodb://ann:***@db', '/etc/vassals'],
  });
});
