import { memoryCgroup, parseCgroupBytes, parseCgroupStat } from '../../src/host/cgroup';

const mount = (root: string, folder: string, type: string, options: string) =>
  `35 31 0:32 ${root} ${folder} rw,relatime shared:9 - ${type} cgroup rw,${options}`;

const modern = mount('/', '/sys/fs/cgroup', 'cgroup2', 'nsdelegate');
const hybrid = [
  mount('/', '/sys/fs/cgroup/cpu', 'cgroup', 'cpu'),
  mount('/', '/sys/fs/cgroup/memory', 'cgroup', 'memory'),
  mount('/', '/sys/fs/cgroup/unified', 'cgroup2', 'nsdelegate'),
].join('\n');

describe('the control group that limits memory', () => {
  test.each([
    [
      'of version 2, with all around it',
      '0::/system.slice/uwsgi.service\n',
      modern,
      {
        version: 'cgroup v2',
        folders: [
          '/sys/fs/cgroup/system.slice/uwsgi.service',
          '/sys/fs/cgroup/system.slice',
          '/sys/fs/cgroup',
        ],
      },
    ],
    [
      'of version 1, where memory is its',
      '5:cpu:/a\n4:memory:/pods/one\n0::/elsewhere\n',
      hybrid,
      {
        version: 'cgroup v1',
        folders: ['/sys/fs/cgroup/memory/pods/one', '/sys/fs/cgroup/memory/pods', '/sys/fs/cgroup/memory'],
      },
    ],
    [
      'inside a container that sees only its own part',
      '4:memory,hugetlb:/docker/12ab/app\n',
      mount('/docker/12ab', '/sys/fs/cgroup/me\\040m', 'cgroup', 'hugetlb,memory'),
      { version: 'cgroup v1', folders: ['/sys/fs/cgroup/me m/app', '/sys/fs/cgroup/me m'] },
    ],
    ['in the root', '0::/\n', modern, { version: 'cgroup v2', folders: ['/sys/fs/cgroup'] }],
  ])('is found %s', (_, cgroup, mountinfo, expected) => {
    expect(memoryCgroup(cgroup, mountinfo)).toEqual(expected);
  });

  test.each([
    ['outside of our namespace', '0::/../../other\n', modern],
    ['outside of what is mounted', '4:memory:/other\n', mount('/docker/1', '/c', 'cgroup', 'memory')],
    ['not mounted', '0::/a\n', ''],
    ['not told', '', modern],
  ])('is unknown when it is %s', (_, cgroup, mountinfo) => {
    expect(memoryCgroup(cgroup, mountinfo)).toBeUndefined();
  });
});

test.each([
  ['1048576\n', 1_048_576],
  ['max\n', undefined],
  ['9223372036854771712\n', undefined],
  ['', undefined],
])('a limit of %j is %j bytes', (text, bytes) => {
  expect(parseCgroupBytes(text)).toBe(bytes);
});

test('a line of memory.stat is found by its whole name', () => {
  const text = 'inactive_file_x 1\ninactive_file 4096\ntotal_inactive_file 8192\n';
  expect(parseCgroupStat(text, 'inactive_file')).toBe(4096);
  expect(parseCgroupStat(text, 'inactive')).toBeUndefined();
});
