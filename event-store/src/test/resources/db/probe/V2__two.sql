-- Zwölf.
create table two (
    number int
);
