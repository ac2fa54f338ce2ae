/**
 * The architecture of docs/house.md as rules. Paths are relative to the repository, `$1` is the first group of `from`.
 * Type-only imports count like any other: what a file must not know, it must not know by type either.
 */
const floors = ['kernel', 'platform', 'foundation', 'records', 'reactions'];

/** The only ways between rooms of records/. A room that is not named here imports no other record. */
const recordEdges = {
  contacts: ['companies'],
  leads: ['contacts', 'companies', 'deals'],
  deals: ['contacts', 'companies'],
  tickets: ['contacts', 'companies'],
  campaigns: ['contacts'],
  reception: ['contacts', 'leads', 'activities'],
};

/** Packages that one part of the product owns, so that they can be configured, measured or replaced in one place. */
const packageOwners = {
  typeorm: [
    '^src/.+\\.(entity|repository)(\\.spec)?\\.ts$',
    '^src/platform/(database|resource|journal)/',
    '^migrations/',
  ],
  pg: ['^src/platform/(database|queue)/'],
  bullmq: ['^src/platform/queue/'],
  undici: ['^src/platform/http/'],
  nodemailer: ['^src/platform/mail/'],
  '@aws-sdk': ['^src/platform/storage/'],
};

const spec = '\\.spec\\.ts$';
const entryPoint = '^src/[^/]+\\.ts$';
const withRooms = '(?:foundation|records|reactions)';
const doors = [`^src/${withRooms}/[^/]+/index\\.ts$`, `^src/${withRooms}/[^/]+/(?!dto/)[^/]+/index\\.ts$`];
const packagePath = (names) => `(^|/)node_modules/(@types/)?(${names})/`;
const npmTypes = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const floorRules = floors.map((floor, index) =>
  rule(
    `floor-${floor}`,
    `${floor} looks down only: what it needs from above comes through a port that is bound in app.module.ts.`,
    { path: `^src/${floor}/` },
    { path: [entryPoint, ...floors.slice(index + 1).map((upper) => `^src/${upper}/`)] },
  ),
);

const edgeRules = [
  ...Object.entries(recordEdges).map(([room, mayImport]) =>
    rule(
      `record-edges-${room}`,
      `records/${room} may import ${mayImport.join(', ')} and no other record.`,
      { path: `^src/records/${room}/` },
      { path: '^src/records/[^/]+/', pathNot: `^src/records/(${[room, ...mayImport].join('|')})/` },
    ),
  ),
  rule(
    'record-edges',
    'A record without edges imports no other record: link by { resource, id } through the registry.',
    { path: '^src/records/([^/]+)/', pathNot: `^src/records/(${Object.keys(recordEdges).join('|')})/` },
    { path: '^src/records/[^/]+/', pathNot: '^src/records/$1/' },
  ),
  rule(
    'reactions-import-no-record',
    'Reactions read the journal and the resource registry, never a record.',
    { path: '^src/reactions/' },
    { path: '^src/records/' },
  ),
  rule(
    'nobody-imports-reactions',
    'A reaction is started by the journal. No other room knows it, another reaction included.',
    { path: '^src/reactions/([^/]+)/' },
    { path: '^src/reactions/', pathNot: '^src/reactions/$1/' },
  ),
];

/** Any folder in a room but dto/ is a sub-room, with a door of its own. */
const doorRules = [
  rule(
    'door-of-a-room',
    'A room is entered by its index.ts, or by the index.ts of one of its sub-rooms.',
    { path: `^src/(${withRooms}/[^/]+)/` },
    {
      path: `^src/${withRooms}/[^/]+/`,
      pathNot: ['^src/$1/', ...doors],
    },
  ),
  rule(
    'door-of-a-room-from-outside',
    'A room is entered by its index.ts, or by the index.ts of one of its sub-rooms; so it is from the entry points.',
    { path: '^src/', pathNot: `^src/${withRooms}/` },
    { path: `^src/${withRooms}/[^/]+/`, pathNot: doors },
  ),
  rule(
    'door-of-a-sub-room',
    'A sub-room is entered by its index.ts from the other sub-rooms of its room too.',
    { path: `^src/(${withRooms}/[^/]+)/((?!dto/)[^/]+)/` },
    {
      path: '^src/$1/(?!dto/)[^/]+/',
      pathNot: ['^src/$1/$2/', '^src/$1/[^/]+/index\\.ts$'],
    },
  ),
  rule(
    'door-of-a-sub-room-from-its-room',
    'A sub-room is entered by its index.ts from its room too.',
    { path: `^src/(${withRooms}/[^/]+)/(?:dto/.+|[^/]+\\.ts)$` },
    { path: '^src/$1/(?!dto/)[^/]+/', pathNot: '^src/$1/[^/]+/index\\.ts$' },
  ),
  rule(
    'own-door-of-a-room',
    'Inside a room import the file, never the door: the door imports the file, and a cycle is born.',
    { path: `^src/(${withRooms}/[^/]+)/` },
    { path: '^src/$1/index\\.ts$' },
  ),
  rule(
    'own-door-of-a-sub-room',
    'Inside a sub-room import the file, never the door.',
    { path: `^src/(${withRooms}/[^/]+/(?!dto/)[^/]+)/` },
    { path: '^src/$1/index\\.ts$' },
  ),
  rule(
    'door-shows-no-table',
    'A door gives the module, the facade, events and public types. Entities and repositories stay inside.',
    { path: `^src/${withRooms}/.+/index\\.ts$` },
    { path: '\\.(entity|repository)\\.ts$' },
  ),
];

const packageRules = [
  ...Object.entries(packageOwners).map(([name, owners]) =>
    rule(
      `${name}-stays-home`,
      `${name} is used by its owners only (packageOwners in .dependency-cruiser.mjs).`,
      { path: '^(src|migrations)/', pathNot: owners },
      { path: packagePath(name) },
    ),
  ),
  rule(
    'kernel-is-pure',
    'The kernel is plain TypeScript: node: modules and the UUID generator, no framework.',
    { path: '^src/kernel/', pathNot: spec },
    { dependencyTypes: npmTypes, pathNot: packagePath('uuid') },
  ),
  rule(
    'no-dev-dependency-in-src',
    'The product runs without dev dependencies: add the package to dependencies, or leave it.',
    { path: '^(src|migrations)/', pathNot: spec },
    { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
  ),
  rule(
    'no-undeclared-package',
    'Every package that is imported is named in package.json.',
    { path: '^(src|migrations|demo)/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
  ),
];

const hygieneRules = [
  rule(
    'no-cycle',
    'A cycle makes two files one. Cut it; cycles of types count.',
    { path: '^src/' },
    { circular: true },
  ),
  // The bench measures the build, which a fresh clone does not have yet.
  rule(
    'no-unresolvable',
    'The import leads nowhere.',
    {},
    { couldNotResolve: true, pathNot: '^\\.\\./dist/' },
  ),
  rule(
    'thin-controllers',
    'A controller calls its service. It sees no entity, no repository, no database.',
    { path: '\\.controller\\.ts$' },
    { path: ['\\.(entity|repository)\\.ts$', packagePath('typeorm|pg')] },
  ),
  rule(
    'src-stands-alone',
    'Product code imports no test, benchmark or script.',
    { path: '^(src|migrations|demo)/', pathNot: spec },
    { path: ['^(test|bench|scripts)/', spec] },
  ),
  {
    name: 'no-unused-file',
    comment: 'Nothing but specs imports this file: wire it or delete it.',
    severity: 'error',
    from: { pathNot: spec },
    module: {
      path: '^src/',
      // The field decorators are one vocabulary: a kind of field may wait for the first record that has it.
      pathNot: [spec, '^src/(main|worker|cli)\\.ts$', '^src/platform/http/fields/'],
      numberOfDependentsLessThan: 1,
    },
  },
];

export default {
  forbidden: [...floorRules, ...edgeRules, ...doorRules, ...packageRules, ...hygieneRules],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: ['(^|/)node_modules/'] },
    exclude: { path: ['^dist/', '^\\.data/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'require', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
