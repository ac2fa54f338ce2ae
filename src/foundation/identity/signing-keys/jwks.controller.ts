import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { JwksDto } from './dto/jwks.dto.js';
import { JwksService } from './jwks.service.js';

/** Seconds for which others may keep the published keys. */
export const JWKS_SECONDS = 300;

@ApiTags('Auth')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly jwks: JwksService) {}

  @Get('jwks.json')
  @Route({
    permission: 'public',
    summary: 'Public keys that verify access tokens',
    operationId: 'getJwks',
    response: JwksDto,
    cacheSeconds: JWKS_SECONDS,
  })
  publish(): Promise<JwksDto> {
    return this.jwks.publish();
  }
}
