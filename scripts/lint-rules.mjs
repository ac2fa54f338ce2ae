/**
 * The house's own lint rules: what a general rule set cannot know. Each is one or more selectors
 * (https://eslint.org/docs/latest/extend/selectors) and the sentence a contributor reads when it bites.
 * They are named rules of a plugin, rather than entries of no-restricted-syntax, so that a scope that adds one
 * cannot replace another's list.
 */
function forbid(message, ...selectors) {
  return {
    meta: { type: 'problem', schema: [], messages: { forbidden: message } },
    create(context) {
      const report = (node) => context.report({ node, messageId: 'forbidden' });
      return Object.fromEntries(selectors.map((selector) => [selector, report]));
    },
  };
}

const routeMethod = "MethodDefinition[kind='method']";
const routeBody = `${routeMethod} > FunctionExpression > BlockStatement`;
const field = 'PropertyDefinition:not([static=true])';

export const houseRules = {
  rules: {
    'no-double-assertion': forbid(
      'An assertion through unknown switches the type checker off. Narrow with a type guard instead.',
      'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
      'TSAsExpression > TSTypeAssertion[typeAnnotation.type="TSUnknownKeyword"]',
      'TSTypeAssertion > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
      'TSTypeAssertion > TSTypeAssertion[typeAnnotation.type="TSUnknownKeyword"]',
    ),
    'no-process-env': forbid(
      'Only src/platform/config reads the environment. Inject its configuration class.',
      "MemberExpression[object.name='process'][property.name='env']",
      "MemberExpression[object.name='process'][property.value='env']",
      "MemberExpression[object.property.name='process'][property.name='env']",
      "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
      'ImportDeclaration[source.value=/^(node:)?process$/]',
    ),
    'no-forward-ref': forbid(
      'forwardRef hides a cycle between providers. Move what both need to a lower floor, or declare a port.',
      "ImportSpecifier[imported.name='forwardRef']",
      "MemberExpression[property.name='forwardRef']",
    ),
    'no-request-scope': forbid(
      'Request-scoped providers are rebuilt for every request, and so is all that injects them. Read the request context.',
      "MemberExpression[object.name='Scope'][property.name='REQUEST']",
      "MemberExpression[object.property.name='Scope'][property.name='REQUEST']",
    ),
    'no-default-export': forbid(
      'Export by name: one name for a thing everywhere, found by one search.',
      'ExportDefaultDeclaration',
      "ExportSpecifier[exported.name='default']",
    ),
    'thin-controller': forbid(
      'A route is one statement that calls the service. Logic belongs in the service.',
      `${routeBody}[body.length!=1]`,
      `${routeBody} > :not(ReturnStatement, ExpressionStatement)`,
    ),
    'route-decorators': forbid(
      'A route carries two decorators at most: the verb and @Route. Fold the rest into @Route.',
      `${routeMethod}[decorators.length>2]`,
    ),
    'one-decorator-per-dto-field': forbid(
      'A DTO field carries exactly one decorator, which composes validation, transformation and OpenAPI.',
      `${field}[decorators.length!=1]`,
    ),
    'one-decorator-per-column': forbid(
      'An entity field carries one decorator at most. Indexes and relations between columns go to the migration.',
      `${field}[decorators.length>1]`,
    ),
  },
};
