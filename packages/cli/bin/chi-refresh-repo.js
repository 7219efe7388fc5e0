#!/usr/bin/env node
import { launch } from './launch.js';

await launch('chi-refresh-repo.js');
