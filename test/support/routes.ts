import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ROUTE, type RouteOptions } from '../../src/platform/http/route-options.js';

export interface ProductRoute {
  readonly method: string;
  /** `/api/leads/:id`. */
  readonly path: string;
  /** What the handler's `@Route` says; undefined when it has none. */
  readonly options: RouteOptions | undefined;
  readonly controller: Type<unknown>;
}

const OUTSIDE_PREFIX = /^\/(health|metrics|\.well-known)(\/|$)/;

function join(...parts: readonly string[]): string {
  const path = parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
  return `/${path}`;
}

function metadata(key: string | symbol, target: unknown): unknown {
  return typeof target === 'function' ? Reflect.getMetadata(key, target) : undefined;
}

function pathOf(target: unknown): string {
  const path = metadata(PATH_METADATA, target);
  return typeof path === 'string' ? path : '';
}

function routesOf(controller: Type<unknown>): ProductRoute[] {
  const prototype = controller.prototype as Readonly<Record<string, unknown>>;
  const root = pathOf(controller);
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method = metadata(METHOD_METADATA, handler);
    if (typeof method !== 'number') return [];
    const path = join(root, pathOf(handler));
    return [
      {
        method: RequestMethod[method] ?? String(method),
        path: OUTSIDE_PREFIX.test(path) ? path : join('api', path),
        options: metadata(ROUTE, handler) as RouteOptions | undefined,
        controller,
      },
    ];
  });
}

/** Every route of the running product, from the controllers themselves, sorted by path and method. */
export function listRoutes(app: NestFastifyApplication): ProductRoute[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type<unknown>),
  );
  return [...new Set(controllers)]
    .flatMap(routesOf)
    .sort((one, other) => `${one.path} ${one.method}`.localeCompare(`${other.path} ${other.method}`, 'en'));
}

/** The path with every parameter filled. */
export function fillPath(path: string, value: string): string {
  return path.replaceAll(/:\w+/g, value);
}
