import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UnavailableError } from '../../kernel/errors.js';
import { ControlDatabase } from '../database/control-database.js';
import { Route } from '../http/route.js';
import { HealthDto } from './health.dto.js';

const HEALTHY: HealthDto = { status: 'ok' };

/** For load balancers and orchestrators. */
@ApiTags('Meta')
@Controller('health')
export class HealthController {
  constructor(private readonly control: ControlDatabase) {}

  @Get('live')
  @Route({
    permission: 'public',
    summary: 'Whether the process runs',
    operationId: 'checkLiveness',
    response: HealthDto,
  })
  live(): HealthDto {
    return HEALTHY;
  }

  @Get('ready')
  @Route({
    permission: 'public',
    summary: 'Whether the process can serve requests',
    operationId: 'checkReadiness',
    response: HealthDto,
  })
  ready(): Promise<HealthDto> {
    return this.control.query('SELECT 1').then(
      () => HEALTHY,
      () => Promise.reject(new UnavailableError('The control database does not answer')),
    );
  }
}
