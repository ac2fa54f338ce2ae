import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { componentsSchema, toJsonSchema } from './json-schema.js';

export interface ObservedAnswer {
  readonly method: string;
  /** The route's pattern, `/api/leads/:id`. */
  readonly routePath: string;
  readonly status: number;
  /** The body as sent; empty for none. */
  readonly body: string;
  readonly contentType: string;
  readonly isEnvelope: boolean;
  /** What the caller is told that answers look like; default the whole document. */
  readonly document?: OpenAPIObject;
}

export interface ContractProof {
  /** What differed from the document so far, as `METHOD route status: what`. To be asserted empty. */
  readonly violations: readonly string[];
  /** Answers that were checked, so that a proof that saw nothing can be told from one that saw no fault. */
  readonly checked: number;
  check(answer: ObservedAnswer): void;
  /**
   * Checks every JSON answer that the server gives under `/api`, from now on. Call it before it listens.
   *
   * @param documentFor the caller's own document, where it is another
   */
  attach(fastify: FastifyInstance, documentFor?: (request: FastifyRequest) => OpenAPIObject): void;
}

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/;
const OUTSIDE_DOCUMENT = new Set(['/api/openapi.json']);

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function toTemplate(routePath: string): string {
  return routePath.replace(/^\/api\/v1(?=\/|$)/, '/api').replaceAll(/:(\w+)/g, '{$1}');
}

/** The plain body that an enveloped one stands for. */
function unwrap(value: unknown): unknown {
  const meta = member(value, 'meta');
  if (member(value, 'success') === false) return { ...(meta ?? {}), error: member(value, 'error') };
  const data = member(value, 'data');
  return member(meta, 'pageSize') === undefined ? data : { ...(meta ?? {}), items: data };
}

class DocumentProof implements ContractProof {
  readonly violations: string[] = [];
  checked = 0;
  private readonly ajv = new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: false,
    code: { optimize: false },
  });
  private readonly parts = new Map<OpenAPIObject, DocumentProof>();
  private readonly validators = new Map<string, ValidateFunction | undefined>();

  constructor(private readonly document: OpenAPIObject) {
    ajvFormats.default(this.ajv);
    this.ajv.addFormat('binary', true);
    this.ajv.addFormat('idn-email', /^.+@[^@\s]+$/u);
    this.ajv.addSchema(componentsSchema(document));
  }

  check(answer: ObservedAnswer): void {
    const own = answer.document ?? this.document;
    if (own !== this.document) {
      this.checked += 1;
      this.violations.push(...this.partOf(own).violationsOf(answer));
      return;
    }
    const template = toTemplate(answer.routePath);
    const name = `${answer.method} ${template} ${answer.status}`;
    this.checked += 1;
    const fault = this.tryFindFault(template, name, answer);
    if (fault !== undefined) this.violations.push(`${name}: ${fault}`);
  }

  attach(fastify: FastifyInstance, documentFor?: (request: FastifyRequest) => OpenAPIObject): void {
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const { url } = request.routeOptions;
      const isApi =
        url?.startsWith('/api/') === true && request.method !== 'OPTIONS' && request.method !== 'HEAD';
      if (url !== undefined && isApi && !OUTSIDE_DOCUMENT.has(url)) {
        this.check({
          method: request.method,
          routePath: url,
          status: reply.statusCode,
          body: typeof payload === 'string' ? payload : '',
          contentType: String(reply.getHeader('content-type') ?? ''),
          isEnvelope: request.wantsEnvelope,
          ...(documentFor && { document: documentFor(request) }),
        });
      }
      done(null, payload);
    });
  }

  private partOf(document: OpenAPIObject): DocumentProof {
    const known = this.parts.get(document) ?? new DocumentProof(document);
    this.parts.set(document, known);
    return known;
  }

  private violationsOf({ document: _document, ...answer }: ObservedAnswer): readonly string[] {
    const before = this.violations.length;
    this.check(answer);
    return this.violations.slice(before);
  }

  /** A schema that does not compile or a body that does not parse is a violation too, and never fails the request. */
  private tryFindFault(template: string, name: string, answer: ObservedAnswer): string | undefined {
    try {
      return this.findFault(template, name, answer);
    } catch (error) {
      return `cannot be checked: ${String(error)}`;
    }
  }

  private findFault(template: string, name: string, answer: ObservedAnswer): string | undefined {
    const operation = this.operation(template, answer.method);
    if (operation === undefined) return 'the route is not documented';
    if (answer.status === 304) return undefined;
    const response = operation.responses[String(answer.status)] ?? operation.responses.default;
    if (response === undefined) return 'the status is not documented';
    const content = member(response, 'content');
    const schema = member(member(content, 'application/json'), 'schema');
    if (!JSON_TYPE.test(answer.contentType)) {
      const isJsonAlone = schema !== undefined && Object.keys(content ?? {}).length === 1;
      return isJsonAlone ? 'no JSON came where it is documented' : undefined;
    }
    if (schema === undefined) return 'a body came where none is documented';
    return this.compare(name, schema, answer);
  }

  private compare(name: string, schema: unknown, answer: ObservedAnswer): string | undefined {
    const parsed: unknown = JSON.parse(answer.body);
    const validate = this.validator(name, schema);
    if (validate(answer.isEnvelope ? unwrap(parsed) : parsed)) return undefined;
    const [first] = validate.errors ?? [];
    return `${first?.instancePath ?? ''} ${first?.message ?? ''} ${JSON.stringify(first?.params)}`;
  }

  private validator(name: string, schema: unknown): ValidateFunction {
    const known = this.validators.get(name);
    if (known !== undefined) return known;
    const made = this.ajv.compile(toJsonSchema(schema));
    this.validators.set(name, made);
    return made;
  }

  private operation(template: string, method: string): Operation | undefined {
    const operation = member(this.document.paths[template], method.toLowerCase());
    const responses = member(operation, 'responses');
    if (typeof responses !== 'object' || responses === null) return undefined;
    return { responses: Object.fromEntries(Object.entries(responses)) };
  }
}

/** A proof that answers are what the OpenAPI document says: no unknown route, status or field, and no wrong type. */
export function createContractProof(document: OpenAPIObject): ContractProof {
  return new DocumentProof(document);
}
