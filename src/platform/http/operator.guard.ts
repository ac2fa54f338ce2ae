import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AuthenticationError, NotFoundError } from '../../kernel/errors.js';
import { SecurityConfig } from '../config/security.config.js';
import { constantTimeEqual } from '../crypto/index.js';
import { ROUTE, type RouteOptions } from './route-options.js';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Opens routes with `permission: 'operator'` to `Authorization: Bearer <OPERATOR_TOKEN>` and nobody else: they belong
 * to no tenant. Without such a token in the settings they do not exist.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: SecurityConfig,
  ) {}

  /** @throws {NotFoundError} 404 without an operator token in the settings · {AuthenticationError} 401 */
  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (route?.permission !== 'operator') return true;
    const { operatorToken } = this.config;
    if (operatorToken === undefined) throw new NotFoundError('Route');
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers.authorization ?? '';
    const given = BEARER.exec(header)?.[1];
    if (given === undefined || !constantTimeEqual(given, operatorToken)) {
      throw new AuthenticationError('INVALID_TOKEN', 'The operator token is required');
    }
    return true;
  }
}
