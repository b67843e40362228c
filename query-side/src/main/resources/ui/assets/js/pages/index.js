// All pages, the first whose path fits is shown.
import { call } from './call.js';
import { calls } from './calls.js';
import { containers } from './containers.js';
import { deploy } from './deploy.js';
import { functions } from './functions.js';
import { letters } from './letters.js';
import { lost } from './lost.js';
import { oneFunction } from './function.js';
import { system } from './system.js';
import { timeline } from './timeline.js';

export const pages = [functions, oneFunction, deploy, calls, call, containers, timeline, letters, system, lost];
