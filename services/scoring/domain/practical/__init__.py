"""What an examiner hands in beside marks: the on-site record, and sheets on paper."""
