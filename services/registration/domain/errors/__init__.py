"""Every refusal of registration, in a file named after the module of the domain that raises it.

DomainError
├── RosterFileError      the file is not taken, and nothing of it is imported
├── RowRefusedError      one roster row is refused and kept with its reason
│   └── LevelRefusedError    only for the level or condition applied for: a lower level may still be open
└── all others           the whole request is refused
"""
