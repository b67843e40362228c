create table one (number int);
