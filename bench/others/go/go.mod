module endpoints

go 1.23
