import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { UserAgent } from '../../../platform/http/user-agent.js';
import { IssuesTokens, RefreshCookie } from '../browser-sessions/index.js';
import { AuthService } from './auth.service.js';
import { LoginDto } from './dto/login.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { SwitchTenantDto } from './dto/switch-tenant.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { RegistrationService } from './registration.service.js';

@ApiTags('Auth')
@Controller('auth')
@IssuesTokens()
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly registration: RegistrationService,
  ) {}

  @Post('register')
  @Route({
    permission: 'public',
    limit: 'register',
    whenLimiterIsAway: 'refuse',
    summary: 'Register a tenant and its first user',
    status: 201,
    response: TokensDto,
  })
  register(@Body() input: RegisterDto, @UserAgent() userAgent: string | null): Promise<TokensDto> {
    return this.registration.register(input, userAgent);
  }

  @Post('login')
  @Route({ permission: 'public', limit: 'anonymous', summary: 'Log in', response: TokensDto })
  login(@Body() input: LoginDto, @UserAgent() userAgent: string | null): Promise<TokensDto> {
    return this.auth.login(input, userAgent);
  }

  @Post('refresh')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'Trade a refresh token for new tokens',
    operationId: 'refreshTokens',
    response: TokensDto,
  })
  refresh(@Body() input: RefreshDto, @RefreshCookie() cookie: string | null): Promise<TokensDto> {
    return this.auth.refresh(input, cookie);
  }

  @Post('switch-tenant')
  @Route({
    permission: 'session',
    summary: 'Open a session in another of your organizations; this one goes on',
    whileSuspended: true,
    response: TokensDto,
  })
  switchTenant(@Body() input: SwitchTenantDto, @UserAgent() userAgent: string | null): Promise<TokensDto> {
    return this.auth.switchTenant(input, userAgent);
  }
}
