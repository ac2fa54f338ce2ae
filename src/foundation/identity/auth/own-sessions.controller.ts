import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { LoginSessionDto } from './dto/login-session.dto.js';
import { OwnSessionsService } from './own-sessions.service.js';

@ApiTags('Auth')
@Controller('auth')
export class OwnSessionsController {
  constructor(private readonly own: OwnSessionsService) {}

  @Get('sessions')
  @Route({
    permission: 'session',
    summary: 'List your sessions',
    operationId: 'listSessions',
    response: pageOf(LoginSessionDto),
    query: PAGE_PARAMETERS,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<LoginSessionDto>> {
    return this.own.list(query);
  }

  @Delete('sessions')
  @Route({
    permission: 'session',
    summary: 'End all your sessions but this one',
    operationId: 'revokeOtherSessions',
    status: 204,
  })
  revokeOthers(): Promise<void> {
    return this.own.revokeOthers();
  }

  @Delete('sessions/:id')
  @Route({
    permission: 'session',
    summary: 'End one of your sessions',
    operationId: 'revokeSession',
    status: 204,
  })
  revoke(@Param('id', ParseIdPipe) id: string): Promise<void> {
    return this.own.revoke(id);
  }

  @Post('change-password')
  @Route({
    permission: 'session',
    summary: 'Change your password; your other sessions end',
    operationId: 'changePassword',
    cost: 5,
    status: 204,
  })
  changePassword(@Body() input: ChangePasswordDto): Promise<void> {
    return this.own.changePassword(input);
  }
}
