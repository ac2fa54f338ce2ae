import { Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ForgetCookiesInterceptor } from '../browser-sessions/index.js';
import { AuthService } from './auth.service.js';

@ApiTags('Auth')
@Controller('auth')
@UseInterceptors(ForgetCookiesInterceptor)
export class LogoutController {
  constructor(private readonly auth: AuthService) {}

  @Post('logout')
  @Route({ permission: 'session', summary: 'End this session', whileSuspended: true, status: 204 })
  logout(): Promise<void> {
    return this.auth.logout();
  }
}
