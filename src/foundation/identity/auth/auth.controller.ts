import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { UserAgent } from '../../../platform/http/user-agent.js';
import { AuthService } from './auth.service.js';
import { LoginDto } from './dto/login.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { SessionDto } from './dto/session.dto.js';
import { SwitchTenantDto } from './dto/switch-tenant.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { RegistrationService } from './registration.service.js';

@ApiTags('Auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly registration: RegistrationService,
  ) {}

  @Post('register')
  @Route({
    permission: 'public',
    limit: 'register',
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
  refresh(@Body() input: RefreshDto): Promise<TokensDto> {
    return this.auth.refresh(input.refreshToken);
  }

  @Post('switch-tenant')
  @Route({
    permission: 'session',
    summary: 'Open a session in another of your organizations; this one goes on',
    acrossTenants: true,
    whileSuspended: true,
    response: TokensDto,
  })
  switchTenant(@Body() input: SwitchTenantDto, @UserAgent() userAgent: string | null): Promise<TokensDto> {
    return this.auth.switchTenant(input, userAgent);
  }

  @Post('logout')
  @Route({ permission: 'session', summary: 'End this session', whileSuspended: true, status: 204 })
  logout(): Promise<void> {
    return this.auth.logout();
  }

  @Get('me')
  @Route({
    permission: 'authenticated',
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
    permission: 'authenticated',
    summary: 'Who is logged in (the same as /auth/me)',
    operationId: 'getSession',
    whileSuspended: true,
    response: SessionDto,
  })
  session(): Promise<SessionDto> {
    return this.auth.me();
  }
}
