import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { CsrfTokenDto, CsrfTokens } from '../browser-sessions/index.js';
import { AuthService } from './auth.service.js';
import { SessionDto } from './dto/session.dto.js';

@ApiTags('Auth')
@Controller('auth')
export class CurrentSessionController {
  constructor(
    private readonly auth: AuthService,
    private readonly csrf: CsrfTokens,
  ) {}

  @Get('me')
  @Route({
    permission: 'session',
    summary: 'Who is logged in',
    operationId: 'getMe',
    whileSuspended: true,
    response: SessionDto,
  })
  me(): Promise<SessionDto> {
    return this.auth.me();
  }

  @Get('session')
  @Route({
    permission: 'session',
    summary: 'Who is logged in (the same as /auth/me)',
    operationId: 'getSession',
    whileSuspended: true,
    response: SessionDto,
  })
  session(): Promise<SessionDto> {
    return this.auth.me();
  }

  @Get('csrf')
  @Route({
    permission: 'session',
    summary: 'The token that requests with cookies send as X-CSRF-Token',
    operationId: 'getCsrfToken',
    whileSuspended: true,
    response: CsrfTokenDto,
  })
  csrfToken(): CsrfTokenDto {
    return this.csrf.current();
  }
}
