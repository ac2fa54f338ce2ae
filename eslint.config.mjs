import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint-rules.mjs';

const typeScript = ['**/*.ts'];
const specs = ['**/*.spec.ts', 'test/**/*.ts'];
const product = ['src/**/*.ts', 'migrations/**/*.ts', 'demo/**/*.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', 'demo/data/', 'bench/results/']),

  // No comment may switch a rule off: an exception is made here, where a review sees it.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.{ts,mjs}'],
    extends: [js.configs.recommended],
    plugins: { house: houseRules },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },

  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },

  {
    files: typeScript,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': true },
      ],
      // The rule leaves files with decorators alone, whose constructor and DTO types must exist at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/max-params': ['error', { max: 7 }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // DTOs and entities are classes for their decorators' sake and plain data otherwise.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest reads the parameter types of a constructor that only hands them on.
      '@typescript-eslint/no-useless-constructor': 'off',
      // Function, Object and {} are banned by the strict set already.
      '@typescript-eslint/no-restricted-types': [
        'error',
        { types: { object: 'Name the shape, or use Record<string, unknown>.' } },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An async method that only throws still keeps its promise: the caller sees a rejection, not a throw.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      'house/no-double-assertion': 'error',
      'house/no-forward-ref': 'error',
      'house/no-request-scope': 'error',
    },
  },

  { files: product, rules: { 'house/no-default-export': 'error' } },
  { files: ['src/**/*.ts'], ignores: ['src/cli.ts'], rules: { 'no-console': 'error' } },
  {
    files: product,
    ignores: ['src/platform/config/**', 'demo/environment.ts', ...specs],
    rules: { 'house/no-process-env': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/{errors,*.errors,*-errors,*.events}.ts', ...specs],
    rules: { 'max-classes-per-file': ['error', { max: 1 }] },
  },
  {
    files: ['src/**/*.controller.ts'],
    rules: { 'house/thin-controller': 'error', 'house/route-decorators': 'error' },
  },
  { files: ['src/**/*.dto.ts'], rules: { 'house/one-decorator-per-dto-field': 'error' } },
  { files: ['src/**/*.entity.ts'], rules: { 'house/one-decorator-per-column': 'error' } },

  // Specs read untyped answers (supertest bodies, JSON), and hand methods to expect(): nothing else is relaxed.
  {
    files: specs,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
