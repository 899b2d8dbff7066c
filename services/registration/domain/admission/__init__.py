"""Who is admitted to which level: the national standards as data, and how an application is held against them."""
