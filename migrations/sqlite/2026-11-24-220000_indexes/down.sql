DROP INDEX cases_in_order;
